const { KakaoClient } = require('@kakao-login/client')

let client
const kakaoClient = () =>
  (client ??= new KakaoClient({
    clientId: kakao.clientID,
    clientSecret: kakao.clientSecret,
    hosts: process.env.KAKAO_HOSTS, // the emulator, in tests
  }))

const kakao = {
  clientID: process.env.KAKAO_CLIENT_ID,
  clientSecret: process.env.KAKAO_CLIENT_SECRET,
  redirectUri: process.env.KAKAO_CALLBACK_URL,
}

// TODO(kakao-login): This login has no `state` that is checked, so a link of an attacker can log a user in. Let the strategy or the Nest module begin it. https://kakao-login.github.io/kakao-login-node/en/recipes/migration
exports.loginUrl = () =>
  kakaoClient().oauth.authorizationUrl({ redirectUri: kakao.redirectUri })

exports.login = async (code) => {
  const token = await kakaoClient().oauth.exchangeCode({ code, redirectUri: kakao.redirectUri })

  const user = await kakaoClient().user.me({ accessToken: token.access_token })

  // TODO(kakao-login): `user.id` is a string now. If your database or your code needs a number, convert it: `Number(user.id)`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
  return { id: user.id, nickname: user.properties.nickname }
}
