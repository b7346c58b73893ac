export { type ProvisionOptions, type ProvisionResult, provision } from './provision.js';
export { ARCHIVE_VERSION, TENSORFLOW_VERSION } from './sources/supported-tensorflow.js';
