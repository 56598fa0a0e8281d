// `npm run walkthrough`: every command of the walkthrough's pages, run on the cluster that kubectl points at.

import { cli } from './cli';

cli();
