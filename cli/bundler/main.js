// A part of `npm run build`, so that no command has to wait for it.
import { freshBundle } from './fresh-bundle.js';

await freshBundle();
