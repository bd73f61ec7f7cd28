const recipe = 'https://kakao-login.github.io/kakao-login-node/en/recipes/migration';
const strategy = `${recipe}#all-differences`;

/** The comments about changes that the codemod cannot make. */
export const todos = {
  id: (id: string) =>
    `\`${id}\` is a string now. If your database or your code needs a number, convert it: \`Number(${id})\`. ${strategy}`,
  otherVerify: `The profile that this function gets has a string as \`id\` now. If your database or your code needs a number, convert it there. ${strategy}`,
  noNickname: `Users without a nickname have an empty \`displayName\` and no \`username\` now, not '미연동 계정'. ${strategy}`,
  noSecret: `Without \`clientSecret\`, login cookies are encrypted with a random key. If there are several instances, set \`cookie.secret\`. ${strategy}`,
  headers: `\`customHeaders\` and \`userAgent\` are not sent any more. ${strategy}`,
  state: `\`state\` is a value of your own now, which Kakao does not see. Read it from \`req.authInfo.state\`. ${strategy}`,
  queryState: `\`query.state\` is not your value any more. Read it from \`req.authInfo.state\`. ${strategy}`,
  sentNow: (name: string) => `passport-kakao dropped \`${name}\`; it is sent to Kakao now. ${strategy}`,
  cancelled: `When the user cancels, the first parameter is an error now (code \`access_denied\`, status 403). ${strategy}`,
  errorClass: (name: string) =>
    `Logins no longer fail with \`${name}\`. Errors have \`code\` and \`status\`, such as \`KOE320\` and 401. ${strategy}`,
  unknownExport: (name: string) => `@kakao-login/passport has no \`${name}\`. ${strategy}`,
  deepImport: `Import this from '@kakao-login/passport' instead. ${strategy}`,
  ownTypes: `@kakao-login/passport has types of its own. Remove this declaration, or declare there what it adds. ${strategy}`,
  noState: `This login has no \`state\` that is checked, so a link of an attacker can log a user in. Let the strategy or the Nest module begin it. ${recipe}`,
  call: `Replace this request with a method of \`KakaoClient\`. ${recipe}`,
  browserCall: `\`KakaoClient\` is for servers. Make this request there. ${recipe}`,
  fields: `Fields that the user did not agree to share are missing: read them with \`?.\`. ${recipe}`,
  errors: `Failed calls throw a \`KakaoError\` with \`code\` and \`status\` now, not an error of axios. ${recipe}`,
  unusedService: `\`HttpService\` is not used here any more. Remove it, and \`HttpModule\` if nothing else needs it. ${recipe}`,
};
