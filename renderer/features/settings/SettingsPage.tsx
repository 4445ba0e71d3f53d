import { useId, useState, type ReactNode } from 'react';
import type { Settings } from '#core/contract.ts';
import { changeSettings, useApp, useSettings } from '#renderer/state/settings.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './SettingsPage.module.css';

/** What can be set: how the window looks, how long a request may take, how large an answer may be. */
export function SettingsPage() {
  const settings = useSettings();
  return (
    <main className={styles['page']} data-pane="settings">
      <header className={styles['head']}>
        <h1>Settings</h1>
      </header>
      <div className={styles['body']}>
        <Group title="Window">
          <Row title="Theme" text="System follows what this computer is set to.">
            <Segments
              label="Theme"
              value={settings.theme}
              options={[
                { id: 'system', label: 'System' },
                { id: 'light', label: 'Light' },
                { id: 'dark', label: 'Dark' },
              ]}
              onChange={(theme) => void changeSettings({ theme })}
            />
          </Row>
        </Group>
        <Group title="Requests">
          {numbers.map((row) => (
            <Row key={row.key} title={row.title} text={row.text}>
              <NumberRow row={row} value={settings[row.key]} />
            </Row>
          ))}
        </Group>
        <About />
      </div>
    </main>
  );
}

interface NumberSetting {
  readonly key: 'connectTimeoutSeconds' | 'totalTimeoutSeconds' | 'maxBodyMegabytes';
  readonly title: string;
  readonly text: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
}

/** Limits as in the schema of `settings.set` (core/contract.ts). */
const numbers: readonly NumberSetting[] = [
  {
    key: 'connectTimeoutSeconds',
    title: 'Connect timeout',
    text: 'Name lookup and TCP. A server that does not answer by then counts as not there.',
    unit: 'seconds',
    min: 1,
    max: 3600,
  },
  {
    key: 'totalTimeoutSeconds',
    title: 'Whole request',
    text: 'From the first lookup to the last byte. 0 sets no limit.',
    unit: 'seconds',
    min: 0,
    max: 86_400,
  },
  {
    key: 'maxBodyMegabytes',
    title: 'Largest response',
    text: 'Counted after decompression, so that a small answer that unfolds without end stops here.',
    unit: 'MB',
    min: 1,
    max: 1_048_576,
  },
];

function NumberRow({ row, value }: { readonly row: NumberSetting; readonly value: number }) {
  const [typed, setTyped] = useState<string>();
  const text = typed ?? String(value);
  const number = Number(text);
  const isGood = /^\d+$/.test(text.trim()) && number >= row.min && number <= row.max;
  const keep = (): void => {
    if (isGood && number !== value) {
      const changes: Partial<Settings> = { [row.key]: number };
      void changeSettings(changes);
    }
    if (isGood) setTyped(undefined);
  };
  return (
    <TextField
      label={row.title}
      labelPlace="hidden"
      unit={row.unit}
      inputMode="numeric"
      className={styles['number']}
      value={text}
      onChange={setTyped}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setTyped(undefined);
      }}
      error={isGood ? undefined : `A whole number from ${String(row.min)} to ${String(row.max)}`}
    />
  );
}

function About() {
  const { app } = useApp();
  if (app === undefined) return null;
  return (
    <Group title="About">
      <Row title="Profile folder" text="History, trust and settings. They stay on this computer.">
        <Fact text={app.profileFolder} label="Copy the path of the profile folder" />
      </Row>
      <Row title="Version" text={app.runtime === 'electron' ? 'Running in Electron' : 'Running in the Chromium host'}>
        <Fact text={`Wireglass ${app.version}`} label="Copy the version" />
      </Row>
      <Row title="TLS library" text="It checks every chain; so does Wireglass. Both must accept.">
        <Fact text={app.tlsLibrary} label="Copy the version of the TLS library" />
      </Row>
    </Group>
  );
}

function Fact({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className={styles['fact']}>
      <code>{text}</code>
      <CopyButton text={text} label={label} size="small" />
    </span>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles['group']} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Row({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles['row']}>
      <div className={styles['words']}>
        <h3>{title}</h3>
        <p>{text}</p>
      </div>
      {children}
    </div>
  );
}
