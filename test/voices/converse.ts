// Holds the conversation in a voice that blocks, and prints what it came to.
import { writeSync } from 'node:fs';
import * as snake from './conversations/snake_case-sync.js';
import * as sync from './conversations/sync.js';

const { converse } = process.argv[2] === 'snake_case' ? snake : sync;
writeSync(1, JSON.stringify(converse({})));
