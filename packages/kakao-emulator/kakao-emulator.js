#!/usr/bin/env node
import '@kakao-login/emulator/cli';
