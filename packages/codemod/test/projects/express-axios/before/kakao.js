const axios = require('axios')
const qs = require('qs')

const kakao = {
  clientID: process.env.KAKAO_CLIENT_ID,
  clientSecret: process.env.KAKAO_CLIENT_SECRET,
  redirectUri: process.env.KAKAO_CALLBACK_URL,
}

exports.loginUrl = () =>
  'https://kauth.kakao.com/oauth/authorize?client_id=' + kakao.clientID + '&redirect_uri=' + kakao.redirectUri + '&response_type=code'

exports.login = async (code) => {
  const token = await axios({
    method: 'POST',
    url: 'https://kauth.kakao.com/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    data: qs.stringify({
      grant_type: 'authorization_code',
      client_id: kakao.clientID,
      client_secret: kakao.clientSecret,
      redirect_uri: kakao.redirectUri,
      code: code,
    }),
  })

  const user = await axios({
    method: 'get',
    url: 'https://kapi.kakao.com/v2/user/me',
    headers: { Authorization: `Bearer ${token.data.access_token}` },
  })

  return { id: user.data.id, nickname: user.data.properties.nickname }
}
