import { useState, type ReactNode } from 'react';
import { goTo, useNavigation } from '#renderer/state/navigation.ts';
import { useApp } from '#renderer/state/settings.ts';
import { useTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Glyph, type GlyphKind } from '#renderer/ui/Glyph.tsx';
import styles from './Banners.module.css';

/** What the user must know about this profile before going on. */
export function Banners() {
  const trust = useTrust();
  const place = useNavigation((navigation) => navigation.place);
  const setAside = useApp(({ app }) => app?.historySetAside);
  const [isRead, setRead] = useState(false);
  const isDamaged = trust.status === 'failed' && trust.error.kind === 'damaged';
  return (
    <>
      {isDamaged && place !== 'trust' ? (
        <Banner
          glyph="untrusted"
          text="The trust file is damaged. Nothing is sent until you decide what to do with it."
        >
          <Button
            size="small"
            onPress={() => {
              goTo('trust');
            }}
          >
            Show
          </Button>
        </Banner>
      ) : null}
      {setAside !== undefined && !isRead ? (
        <Banner
          glyph="warning"
          text={`The history file was damaged. It was set aside as ${setAside}, and a new history was begun.`}
        >
          <Button
            size="small"
            onPress={() => {
              setRead(true);
            }}
          >
            Understood
          </Button>
        </Banner>
      ) : null}
    </>
  );
}

interface BannerProps {
  readonly glyph: GlyphKind;
  readonly text: string;
  readonly children: ReactNode;
}

function Banner({ glyph, text, children }: BannerProps) {
  return (
    <div className={classes(styles['banner'], styles[glyph])} role="alert">
      <Glyph kind={glyph} />
      <p>{text}</p>
      {children}
    </div>
  );
}
