/** Longest piece of work before the window may draw and answer, ms: half a frame at 60 Hz leaves the other half to it. */
const SLICE_MS = 8;

/** Does something with each item without keeping the window from drawing. */
export async function inSlices<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let began = performance.now();
  for (const item of items) {
    work(item);
    if (performance.now() - began < SLICE_MS) continue;
    await breathe();
    began = performance.now();
  }
}

/** Lets everything that waits have its turn: a macrotask, which setTimeout would delay by 4 ms each. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
