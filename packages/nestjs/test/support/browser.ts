export { Browser, type Answer } from '../../../../test/support/browser.js';
