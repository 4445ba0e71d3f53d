/** Puts the cursor into the address, with its text selected: typing replaces it. Where it is about to appear, a frame later. */
export function focusAddress(): void {
  if (!focusNow()) requestAnimationFrame(focusNow);
}

function focusNow(): boolean {
  const address = document.querySelector<HTMLInputElement>('input[data-address]');
  address?.focus();
  address?.select();
  return address !== null;
}
