export { cacheDirectory } from './cache-directory.js';
export { fillDirectory } from './fill-directory.js';
export { hashFile } from './hash-file.js';
export { inputPaths } from './input-paths.js';
export { readJson, writeJson } from './json-file.js';
export { readFully, writeFully } from './read-fully.js';
export { commitDirectory, replaceDirectory } from './replace-directory.js';
export { isTemporary, removeTemporaries, temporaryPath } from './temporary-path.js';
export { commitFile, writeFileWhole, writeWhole } from './write-whole.js';
