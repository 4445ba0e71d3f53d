import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { setMethod } from '#renderer/state/exchange.ts';
import type { Draft } from '#renderer/state/draft.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import overlay from '#renderer/ui/Overlay.module.css';
import styles from './MethodField.module.css';

/** In the order of use. Any other token may be typed (RFC 9110 §9.1: methods are an open set). */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((id) => ({ id }));

/** Chosen from the list or typed. */
export function MethodField({ draft }: { readonly draft: Draft }) {
  return (
    <ComboBox
      aria-label="Method"
      className={classes(styles['field'])}
      allowsCustomValue
      menuTrigger="manual"
      items={methods}
      inputValue={draft.method}
      onInputChange={(method) => {
        // Methods are case-sensitive and the registered ones are upper case: 'get' is nearly always a slip of the hand.
        const wanted = method.toUpperCase().replace(/\s/g, '').slice(0, 40);
        // Leaving the field tells the text again: that edits nothing.
        if (wanted !== draft.method) setMethod(draft.id, wanted);
      }}
    >
      <Input className={classes(styles['input'])} spellCheck={false} autoComplete="off" />
      <Button className={classes(styles['button'])} aria-label="Methods">
        <Icon name="down" size={12} />
      </Button>
      <Popover className={classes(overlay['popover'])} offset={8}>
        <ListBox<{ readonly id: string }> className={classes(overlay['list'])}>
          {({ id }) => (
            <ListBoxItem id={id} textValue={id} className={classes(overlay['item'], overlay['mono'])}>
              <span className={overlay['itemLabel']}>{id}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
