# OmniAuth with a Kakao strategy based on omniauth-oauth2, as in public gems.
require 'json'
require 'rack'
require 'omniauth-oauth2'
require 'webrick'

module OmniAuth
  module Strategies
    class Kakao < OmniAuth::Strategies::OAuth2
      option :name, 'kakao'
      option :client_options, {
        site: 'https://kapi.kakao.com',
        authorize_url: 'https://kauth.kakao.com/oauth/authorize',
        token_url: 'https://kauth.kakao.com/oauth/token',
        auth_scheme: :request_body
      }

      uid { raw_info['id'].to_s }

      info do
        { name: raw_info.dig('properties', 'nickname'), email: raw_info.dig('kakao_account', 'email') }
      end

      # Without the query, which is not part of the registered redirect URI.
      def callback_url
        full_host + callback_path
      end

      def raw_info
        @raw_info ||= access_token.get('/v2/user/me').parsed
      end
    end
  end
end

KAKAO_URL = ENV.fetch('KAKAO_URL')

def json(status, body)
  [status, { 'content-type' => 'application/json' }, [JSON.generate(body)]]
end

SITE = lambda do |env|
  request = Rack::Request.new(env)
  case request.path
  when '/auth/kakao/callback'
    auth = env['omniauth.auth']
    env['omniauth.strategy'].access_token.refresh!
    env['rack.session']['me'] = { id: auth.uid, nickname: auth.info.name, email: auth.info.email }
    [302, { 'location' => '/me' }, []]
  when '/auth/failure'
    json(401, refused: request.params['message'])
  when '/me'
    user = env['rack.session']['me']
    json(user ? 200 : 401, user || {})
  else
    json(404, {})
  end
end

OmniAuth.config.logger = Logger.new(IO::NULL)
OmniAuth.config.allowed_request_methods = [:get]
OmniAuth.config.silence_get_warning = true

APPLICATION = Rack::Builder.new do
  use Rack::Session::Cookie, secret: 'a-secret-of-the-test' * 4
  use OmniAuth::Builder do
    provider :kakao, ENV.fetch('KAKAO_KEY'), ENV.fetch('KAKAO_SECRET'), client_options: {
      site: KAKAO_URL, authorize_url: '/oauth/authorize', token_url: '/oauth/token'
    }
  end
  run SITE
end

$stdout.sync = true
quiet = { Logger: WEBrick::Log.new(IO::NULL), AccessLog: [] }
Rack::Handler::WEBrick.run(APPLICATION.to_app, Host: '127.0.0.1', Port: 0, **quiet) do |server|
  puts "listening on http://127.0.0.1:#{server.listeners.first.addr[1]}"
end
