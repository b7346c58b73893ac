export * from './corpus/index.js';
export * from './stage/index.js';
