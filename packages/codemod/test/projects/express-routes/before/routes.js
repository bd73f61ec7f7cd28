'use strict';
/* 카카오 로그인 */
const { Router } = require('express');
const axios = require('axios').default;

const { KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET, KAKAO_CALLBACK_URL } = process.env;
const router = Router();

router.get('/login', (req, res) => {
	const query = `client_id=${KAKAO_CLIENT_ID}&redirect_uri=${encodeURIComponent(KAKAO_CALLBACK_URL)}&response_type=code&scope=account_email`;
	res.redirect(`https://kauth.kakao.com/oauth/authorize?client_id=${KAKAO_CLIENT_ID}&redirect_uri=${KAKAO_CALLBACK_URL}&response_type=code`);
	return query;
});

router.get('/callback', async (req, res, next) => {
	try {
		// 1. 토큰 받기
		const form = new URLSearchParams();
		form.append('grant_type', 'authorization_code');
		form.append('client_id', KAKAO_CLIENT_ID);
		form.append('client_secret', KAKAO_CLIENT_SECRET);
		form.append('redirect_uri', KAKAO_CALLBACK_URL);
		form.append('code', req.query.code);
		const response = await axios.post('https://kauth.kakao.com/oauth/token', form);
		const { access_token: token } = response.data;

		// 2. 사용자 정보 받기
		const me = await axios({ url: 'https://kapi.kakao.com/v2/user/me', headers: { Authorization: `Bearer ${token}` } });
		const { data } = me;
		const lengths = [{ data: [1] }].map((me) => me.data.length);   // 그대로
		res.json({ id: String(data.id), nickname: data.kakao_account.profile.nickname, lengths });
	} catch (error) {
		next(error)
	}
});

module.exports = router;
const messages = require('./messages.js');
router.use((req, res) => res.status(404).send(messages.missing));
