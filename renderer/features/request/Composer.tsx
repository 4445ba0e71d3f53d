import { setHeaders, setParams, showComposerTab } from '#renderer/state/exchange.ts';
import type { Draft, HeaderRow } from '#renderer/state/draft.ts';
import { encodeParam, type Param } from '#renderer/state/params.ts';
import { newId } from '#renderer/state/uuid.ts';
import { Tab, TabList, TabPanel, Tabs } from '#renderer/ui/Tabs.tsx';
import { BodyComposer } from './BodyComposer.tsx';
import { bodyKind } from './bodyKind.ts';
import { KeyValueGrid } from './KeyValueGrid.tsx';
import { pastedHeaders, pastedParams } from './pastedLines.ts';
import styles from './Composer.module.css';

/** What is sent beside method and address. */
export function Composer({ draft }: { readonly draft: Draft }) {
  return (
    <Tabs
      selected={draft.composerTab}
      onSelect={(tab) => {
        if (tab === 'params' || tab === 'headers' || tab === 'body') showComposerTab(draft.id, tab);
      }}
    >
      <div className={styles['tabs']}>
        <TabList label="Request parts">
          <Tab id="params" count={countOn(draft.params)}>
            Params
          </Tab>
          <Tab id="headers" count={countOn(draft.headers)}>
            Headers
          </Tab>
          <Tab id="body" count={bodyKind(draft)}>
            Body
          </Tab>
        </TabList>
      </div>
      <TabPanel id="params">
        <KeyValueGrid
          key={draft.id}
          label="Query parameters"
          noun="parameter"
          rows={draft.params}
          readPaste={pastedParams}
          make={makeParam}
          onChange={(rows) => {
            setParams(draft.id, rows);
          }}
        />
      </TabPanel>
      <TabPanel id="headers">
        <KeyValueGrid
          key={draft.id}
          label="Request headers"
          noun="header"
          rows={draft.headers}
          readPaste={pastedHeaders}
          make={makeHeader}
          onChange={(rows) => {
            setHeaders(draft.id, rows);
          }}
        />
      </TabPanel>
      <TabPanel id="body">
        <BodyComposer key={draft.id} draft={draft} />
      </TabPanel>
    </Tabs>
  );
}

function makeParam(name: string, value: string, from?: Param): Param {
  return { id: from?.id ?? newId(), isOn: from?.isOn ?? true, name, value, raw: encodeParam(name, value) };
}

function makeHeader(name: string, value: string, from?: HeaderRow): HeaderRow {
  return { id: from?.id ?? newId(), isOn: from?.isOn ?? true, name, value };
}

function countOn(rows: readonly { readonly isOn: boolean }[]): number | undefined {
  const count = rows.filter((row) => row.isOn).length;
  return count === 0 ? undefined : count;
}
