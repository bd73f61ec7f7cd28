const express = require('express')
const { login, loginUrl } = require('./kakao')

const app = express()

app.get('/login', (req, res) => res.redirect(loginUrl()))

app.get('/callback', async (req, res, next) => {
  try {
    res.json(await login(req.query.code))
  } catch (error) {
    next(error)
  }
})

module.exports = app
