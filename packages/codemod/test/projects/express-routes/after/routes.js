'use strict';
/* 카카오 로그인 */
const { Router } = require('express');
const { KakaoClient } = require('@kakao-login/client');

let client;
const kakao = () =>
  (client ??= new KakaoClient({
    clientId: KAKAO_CLIENT_ID,
    clientSecret: KAKAO_CLIENT_SECRET,
    hosts: process.env.KAKAO_HOSTS, // the emulator, in tests
  }));

const { KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET, KAKAO_CALLBACK_URL } = process.env;
const router = Router();

router.get('/login', (req, res) => {
	const query = `client_id=${KAKAO_CLIENT_ID}&redirect_uri=${encodeURIComponent(KAKAO_CALLBACK_URL)}&response_type=code&scope=account_email`;
	// TODO(kakao-login): This login has no `state` that is checked, so a link of an attacker can log a user in. Let the strategy or the Nest module begin it. https://kakao-login.github.io/kakao-login-node/en/recipes/migration
	res.redirect(kakao().oauth.authorizationUrl({ redirectUri: KAKAO_CALLBACK_URL }));
	return query;
});

router.get('/callback', async (req, res, next) => {
	try {
		// 1. 토큰 받기
		const response = await kakao().oauth.exchangeCode({ code: req.query.code, redirectUri: KAKAO_CALLBACK_URL });
		const { access_token: token } = response;

		// 2. 사용자 정보 받기
		const me = await kakao().user.me({ accessToken: token });
		const data = me;
		const lengths = [{ data: [1] }].map((me) => me.data.length);   // 그대로
		res.json({ id: String(data.id), nickname: data.kakao_account.profile.nickname, lengths });
	} catch (error) {
		next(error)
	}
});

module.exports = router;
const messages = require('./messages.js');
router.use((req, res) => res.status(404).send(messages.missing));
