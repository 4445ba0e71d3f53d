import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge, EventName, EventPayloads } from '#core/contract.ts';

// Does not grow with capabilities: main checks the contract, and a listener never sees Electron's event object.
const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke('call', name, input),
  on: (name, listener) => {
    const forward = (_event: unknown, eventName: EventName, payload: EventPayloads[typeof name]) => {
      if (eventName === name) listener(payload);
    };
    ipcRenderer.on('event', forward);
    return () => ipcRenderer.removeListener('event', forward);
  },
  pathForFile: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld('bridge', bridge);
