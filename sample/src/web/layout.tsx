import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { Avatar, NoticeCard } from './components.js';
import { Moon } from './icons.js';
import { accountPages, type MenuPath, pageNames } from './pages.js';
import { ShopContext } from './shop-context.js';
import { useText } from './text.js';

export interface PageProps {
  title: string;
  /** One sentence under the title. */
  lead?: ComponentChildren;
  /** The calls that this page made: code and answers. */
  apiCalls?: ComponentChildren;
  /** Pages of the signed-in member get the list of such pages beside them. */
  account?: boolean;
  /** The page draws its own heading. */
  bare?: boolean;
  /** Scripts of this page, by address. */
  scripts?: readonly Script[];
  children: ComponentChildren;
}

export interface Script {
  src: string;
  integrity?: string;
}

/** Frame of every page: header, navigation, the API calls, footer. */
export function Page({ title, lead, apiCalls, account = false, bare = false, scripts, children }: PageProps) {
  const t = useText();
  const { language, theme, notice } = useContext(ShopContext);
  const shopName = t('달빛상점', 'Moonlight Market');
  return (
    <html lang={language} data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'auto' ? 'light dark' : theme} />
        <title>{title === shopName ? title : `${title} · ${shopName}`}</title>
        <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/shop.css" />
        {scripts?.map(({ src, integrity }) => (
          <script
            key={src}
            src={src}
            defer
            integrity={integrity}
            crossorigin={integrity === undefined ? undefined : 'anonymous'}
          />
        ))}
      </head>
      <body>
        <a class="skip" href="#content">
          {t('본문으로 건너뛰기', 'Skip to content')}
        </a>
        <Header shopName={shopName} />
        <div class={`frame${account ? ' with-menu' : ''}${apiCalls === undefined ? '' : ' with-api-calls'}`}>
          {account && <AccountMenu />}
          <main id="content" tabIndex={-1}>
            {notice !== undefined && <NoticeCard notice={notice} />}
            {!bare && (
              <header class="page-head">
                <h1>{title}</h1>
                {lead !== undefined && <p class="lead">{lead}</p>}
              </header>
            )}
            {children}
          </main>
          {apiCalls !== undefined && (
            <aside class="api-calls" aria-label={t('실제 API 호출', 'API calls')}>
              <h2>{t('실제 API 호출', 'API calls')}</h2>
              {apiCalls}
            </aside>
          )}
        </div>
        <Footer />
      </body>
    </html>
  );
}

function Header({ shopName }: { shopName: string }) {
  const t = useText();
  const { member, path } = useContext(ShopContext);
  const inAccount = path === '/welcome' || accountPages.some((page) => path.startsWith(page));
  return (
    <header class="site-head">
      <div class="site-head-inner">
        <a class="brand" href="/">
          <Moon />
          <span>{shopName}</span>
        </a>
        <nav aria-label={t('주 메뉴', 'Main')}>
          <MenuLink to="/" current={path === '/'} />
          <MenuLink to="/login" current={path === '/login'} />
          <MenuLink to="/me" current={inAccount} text={t('내 계정', 'Account')} />
          <MenuLink to="/wholesale" current={path.startsWith('/wholesale')} />
          <MenuLink to="/owner" current={path.startsWith('/owner')} />
        </nav>
        <LanguageSwitch />
        {member === undefined ? (
          <a class="who" href="/login">
            {t('로그인', 'Log in')}
          </a>
        ) : (
          <a class="who" href="/me">
            <Avatar name={member.nickname ?? ''} url={member.profileImageUrl} />
            <span>
              {member.nickname ?? t('회원', 'Member')}
              {t('님', '')}
            </span>
          </a>
        )}
      </div>
    </header>
  );
}

function LanguageSwitch() {
  const { language, address } = useContext(ShopContext);
  const other = language === 'ko' ? 'en' : 'ko';
  return (
    <form method="post" action="/preferences" class="language">
      <input type="hidden" name="returnTo" value={address} />
      <button name="language" value={other} lang={other}>
        {other === 'ko' ? '한국어' : 'English'}
      </button>
    </form>
  );
}

function AccountMenu() {
  const t = useText();
  const { path } = useContext(ShopContext);
  return (
    <nav class="menu" aria-label={t('내 계정', 'My account')}>
      {accountPages.map((page) => (
        <MenuLink
          key={page}
          to={page}
          current={path === page || (page === '/shipping' && path.startsWith('/shipping/'))}
        />
      ))}
    </nav>
  );
}

function MenuLink({ to, current, text }: { to: MenuPath; current: boolean; text?: string }) {
  const t = useText();
  return (
    <a href={to} aria-current={current ? 'page' : undefined}>
      {text ?? t(pageNames[to].ko, pageNames[to].en)}
    </a>
  );
}

function Footer() {
  const t = useText();
  const { theme, address, emulatorUrl, xray } = useContext(ShopContext);
  const themes = [
    ['auto', t('자동', 'Auto')],
    ['light', t('밝게', 'Light')],
    ['dark', t('어둡게', 'Dark')],
  ] as const;
  return (
    <footer class="site-foot">
      <div class="site-foot-inner">
        <p>
          {t(
            '@kakao-login 패키지 예제 상점 · 실제 상점 아님 · 카카오와 무관',
            'Moonlight Market is an example of the @kakao-login packages. It is not a real shop and is not affiliated with Kakao.',
          )}
          {emulatorUrl !== undefined && (
            <>
              {' '}
              {t('· 카카오 대신 응답하는 에뮬레이터: ', 'An emulator stands in for Kakao: ')}
              <a href={emulatorUrl}>{emulatorUrl}</a>
            </>
          )}
          {xray === true && (
            <>
              {' '}
              {t('· 개발용: ', 'For developers: ')}
              <a href="/kakao/xray">{t('로그인 과정', 'login X-ray')}</a>
            </>
          )}
        </p>
        <form method="post" action="/preferences">
          <input type="hidden" name="returnTo" value={address} />
          <span class="segmented" role="group" aria-label={t('화면 밝기', 'Theme')}>
            {themes.map(([value, text]) => (
              <button key={value} name="theme" value={value} aria-pressed={theme === value}>
                {text}
              </button>
            ))}
          </span>
        </form>
      </div>
    </footer>
  );
}
