import { create } from 'zustand';

/** Where the window is: one line of the rail each. */
export type Place = 'requests' | 'hosts' | 'trust' | 'inspect' | 'playground' | 'settings';

interface Navigation {
  readonly place: Place;
  /** Which list the trust page shows. */
  readonly trustTab: string;
  /** SHA-256 of the anchor whose panel is open on the trust page. */
  readonly anchor?: string | undefined;
  /** Id of the exception, client certificate or refusal whose row is open on its list. */
  readonly trustItem?: string | undefined;
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

/** Opens (or, without one, closes) the row of an exception, client certificate or refusal, without leaving the place. */
export function openTrustItem(trustItem: string | undefined): void {
  useNavigation.setState({ trustItem });
}

/** Goes to the trust page, to that row of that list. */
export function showTrustItem(trustTab: string, trustItem: string): void {
  useNavigation.setState({ place: 'trust', trustTab, trustItem });
}
