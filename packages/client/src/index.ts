export { apiCodes, koeCodes } from './contract/codes/tables.js';
export { loginCodes } from './errors/tables.js';
export * from './exports.js';
