// npm run bench [-- --save]: our engine and its peers in one run.
import { join } from 'node:path';
import {
  become,
  ensureBuilt,
  ensureChromium,
  ensureCommands,
  ensureInstalled,
  findNode,
  root,
} from '../scripts/prepare.mjs';

ensureInstalled();
ensureBuilt();
ensureCommands(['openssl', 'curl']);
ensureChromium();
become(findNode(), [join(root, 'bench/main.ts'), ...process.argv.slice(2)]);
