import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './Icon.module.css';

/** One set, drawn on 16 × 16 with a 1.5 stroke. To add an icon: draw it on that grid and give it the name of what it means. */
const drawings = {
  arrow: <path d="M2.5 8h11M10 4.5 13.5 8 10 11.5" />,
  ban: <path d="M13.8 8A5.8 5.8 0 1 1 2.2 8a5.8 5.8 0 0 1 11.6 0zM4 4l8 8" />,
  brand: (
    <>
      <circle cx="7" cy="7" r="5" />
      <path d="M.8 7h2.4l1.3-2.3 2.2 4.6 1.6-3.2L9 7h2M10.8 10.8l3.7 3.7" />
    </>
  ),
  bundled: <path d="M8 1.9 13.6 5v6L8 14.1 2.4 11V5zM2.6 5.1 8 8.1l5.4-3M8 8.1v5.8" />,
  calendar: (
    <>
      <rect x="2.3" y="3.3" width="11.4" height="10.4" rx="1.4" />
      <path d="M2.3 6.7h11.4M5.3 1.8v2.8M10.7 1.8v2.8" />
    </>
  ),
  certificate: (
    <>
      <rect x="2" y="2.5" width="12" height="8.5" rx="1.2" />
      <path d="M4.6 5.3h6.8M4.6 8h3M9.6 9.3v4.7l1.4-1 1.4 1V9.3" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 4.8V8l2.2 1.5" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  compare: <path d="M5.5 2.5H3v11h2.5M10.5 2.5H13v11h-2.5M8 1.5v13" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8.5" height="8.5" rx="1.4" />
      <path d="M10.5 5.5V3.4A1.4 1.4 0 0 0 9.1 2H3.4A1.4 1.4 0 0 0 2 3.4v5.7a1.4 1.4 0 0 0 1.4 1.4h2.1" />
    </>
  ),
  custom: (
    <>
      <circle cx="8" cy="5" r="2.8" />
      <path d="M2.8 13.8c.5-2.7 2.6-4.3 5.2-4.3s4.7 1.6 5.2 4.3" />
    </>
  ),
  decrypted: (
    <>
      <circle cx="5" cy="8" r="2.7" />
      <path d="M7.7 8H14v2.2M11.2 8v1.8" />
    </>
  ),
  down: <path d="m4 6.2 4 4 4-4" />,
  download: <path d="M8 2.5v8M4.8 7.5 8 10.6l3.2-3.1M2.5 13.5h11" />,
  edit: <path d="M10.3 3.2 12.8 5.7 6 12.5l-3.2.7.7-3.2z" />,
  enter: <path d="M13 4v3.2c0 .9-.6 1.5-1.5 1.5H3.5M6.3 5.8 3.4 8.7l2.9 2.9" />,
  export: <path d="M8 2.5v7M5 5.4l3-3 3 3M2.5 10v2.6c0 .5.4.9.9.9h9.2c.5 0 .9-.4.9-.9V10" />,
  file: <path d="M4 2.2h5l3 3v8.6H4zM9 2.2v3h3" />,
  host: (
    <>
      <rect x="2" y="2.5" width="12" height="4.6" rx="1.2" />
      <rect x="2" y="8.9" width="12" height="4.6" rx="1.2" />
      <path d="M4.7 4.8h.01M4.7 11.2h.01" />
    </>
  ),
  identity: (
    <>
      <rect x="1.8" y="3" width="12.4" height="10" rx="1.4" />
      <circle cx="5.7" cy="7" r="1.5" />
      <path d="M3.6 10.6c.3-1 1.1-1.5 2.1-1.5s1.8.5 2.1 1.5M10 6.5h2M10 9.3h2" />
    </>
  ),
  import: <path d="M8 9.5v-7M5 6.6l3 3 3-3M2.5 10v2.6c0 .5.4.9.9.9h9.2c.5 0 .9-.4.9-.9V10" />,
  inspect: (
    <>
      <rect x="2" y="2.5" width="12" height="8" rx="1.2" />
      <path d="M4.7 5.3h4M4.7 7.6h2.4" />
      <circle cx="10.8" cy="9.8" r="1.9" className={styles['ground']} />
      <path d="M9.8 11.5v3l1-.7 1 .7v-3" />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="11" r="2.7" />
      <path d="m7 9.1 6.2-6.3M10.4 5.6l2 2" />
    </>
  ),
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />,
  narrower: <path d="M3 6h3V3M13 6h-3V3M3 10h3v3M13 10h-3v3" />,
  play: <path d="M5 3v10l8-5z" />,
  playground: <path d="M6.2 2h3.6M6.8 2v4.3L3 12.4A1.1 1.1 0 0 0 4 14h8a1.1 1.1 0 0 0 1-1.6L9.2 6.3V2M4.7 10h6.6" />,
  plus: <path d="M8 3v10M3 8h10" />,
  refresh: <path d="M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.8v2.7h-2.7" />,
  right: <path d="m6.2 4 4 4-4 4" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.4 10.4 3.4 3.4" />
    </>
  ),
  send: <path d="M14 2 7 9M14 2 9.6 14 7 9 2 6.4z" />,
  settings: (
    <>
      <path d="M2 4.5h6.5M12.5 4.5H14M2 11.5h1.5M7.5 11.5H14" />
      <circle cx="10.5" cy="4.5" r="1.8" />
      <circle cx="5.5" cy="11.5" r="1.8" />
    </>
  ),
  stop: <rect x="4" y="4" width="8" height="8" rx="1.2" />,
  stream: <path d="M2 5c2-1.6 4-1.6 6 0s4 1.6 6 0M2 8.5c2-1.6 4-1.6 6 0s4 1.6 6 0M2 12c2-1.6 4-1.6 6 0s4 1.6 6 0" />,
  swap: <path d="M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13" />,
  system: (
    <>
      <rect x="2" y="2.8" width="12" height="8" rx="1.2" />
      <path d="M5.5 13.5h5M8 10.8v2.7" />
    </>
  ),
  terminal: (
    <>
      <rect x="1.8" y="2.8" width="12.4" height="10.4" rx="1.4" />
      <path d="m4.6 6 2 2-2 2M8.4 10.2h3" />
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M8 2.3v11.4" />
    </>
  ),
  tick: <path d="m3 8.4 3.3 3.3L13 4.8" />,
  trash: <path d="M2.8 4.2h10.4M6 4V2.4h4V4M4.2 4.4l.6 9.2h6.4l.6-9.2M6.8 7v4M9.2 7v4" />,
  trust: <path d="M8 1.8 13 3.6v4c0 3.2-2.1 5.5-5 6.6-2.9-1.1-5-3.4-5-6.6v-4zM5.9 7.9l1.5 1.5 2.8-2.9" />,
  unlink: (
    <path d="M6.8 5 8.3 3.5a2.9 2.9 0 0 1 4.1 4.1L11 9M9.2 11l-1.5 1.5a2.9 2.9 0 0 1-4.1-4.1L5 7M2.5 2.5l11 11" />
  ),
  wider: <path d="M6 3H3v3M10 3h3v3M6 13H3v-3M10 13h3v-3" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof drawings;

interface IconProps {
  readonly name: IconName;
  /** Pixels; 16 unless told. */
  readonly size?: 10 | 12 | 13 | 14 | 16 | 18 | 20 | 28;
  /** Accessible name; without it the icon is decoration beside a word. */
  readonly label?: string;
  readonly className?: string | undefined;
}

/** A neutral picture. A verdict is never drawn with it: that is what Glyph is for. */
export function Icon({ name, size = 16, label, className }: IconProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={classes(styles['icon'], className)}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {drawings[name]}
    </svg>
  );
}
