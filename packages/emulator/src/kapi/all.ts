import { account } from './account.js';
import type { Handlers, NamesAt } from '../contract/handlers.js';
import { scopes } from './scopes.js';
import { shipping } from './shipping.js';
import { terms } from './terms.js';
import { user } from './user.js';
import { userinfo } from './userinfo.js';

/** Every call of kapi. */
export const kapi: Handlers<NamesAt<'kapi'>> = {
  ...user,
  ...userinfo,
  ...scopes,
  ...terms,
  ...shipping,
  ...account,
};
