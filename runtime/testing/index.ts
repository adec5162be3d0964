export * from './scripted-model/index.js';
export * from './transcript/index.js';
