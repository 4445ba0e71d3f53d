import { call } from '#renderer/call.ts';
import { notify } from '#renderer/state/notice.ts';

/** Asks where and saves a scan. Says where it went, or why it did not. */
export async function saveScan(label: string, text: string, extension: 'json' | 'txt'): Promise<void> {
  const suggestedName = `scan-${label.replace(/[^\w.-]+/g, '_').slice(0, 100)}.${extension}`;
  const result = await call('file.saveText', { text, suggestedName, purpose: 'report' });
  if (!result.ok) notify('The scan could not be saved');
  else if (result.value.path !== undefined) notify(`Saved to ${result.value.path}`);
}
