import { create } from 'zustand';

/** Where the window is. Hosts and Inspect come with later versions; a place that does not exist yet is not in the rail. */
export type Place = 'requests' | 'trust' | 'playground' | 'settings';

interface Navigation {
  readonly place: Place;
  /** Which list the trust page shows. */
  readonly trustTab: string;
  /** SHA-256 of the anchor whose panel is open on the trust page. */
  readonly anchor?: string | undefined;
}

export const useNavigation = create<Navigation>(() => ({ place: 'requests', trustTab: 'anchors' }));

export function goTo(place: Place): void {
  if (useNavigation.getState().place !== place) useNavigation.setState({ place });
}

export function showTrustTab(trustTab: string): void {
  useNavigation.setState({ trustTab });
}

/** Opens (or, without one, closes) the panel of an anchor, without leaving the place. */
export function selectAnchor(anchor: string | undefined): void {
  useNavigation.setState({ anchor });
}

/** Goes to the trust page, to that anchor. */
export function showAnchor(anchor: string): void {
  useNavigation.setState({ place: 'trust', trustTab: 'anchors', anchor });
}
