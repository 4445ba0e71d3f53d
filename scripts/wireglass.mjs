// npm run -s wireglass -- …: the command line, built when it is stale. Our own notices go to stderr.
import { join } from 'node:path';
import { become, ensureBuilt, ensureInstalled, findNode, root } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
become(findNode(), [join(root, 'out/main/cli.js'), ...process.argv.slice(2)]);
