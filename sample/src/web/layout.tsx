import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { Avatar, NoticeCard } from './components.js';
import { Moon } from './icons.js';
import { ShopContext } from './shop-context.js';
import { useText } from './text.js';

export interface PageProps {
  title: string;
  /** One sentence under the title. */
  lead?: ComponentChildren;
  /** What happened behind the page: calls, code, answers. */
  behind?: ComponentChildren;
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

/** Frame of every page: header, navigation, what happened behind it, footer. */
export function Page({ title, lead, behind, account, bare, scripts, children }: PageProps) {
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
        {scripts?.map((script) => (
          <script
            key={script.src}
            src={script.src}
            defer
            {...(script.integrity === undefined
              ? {}
              : { integrity: script.integrity, crossorigin: 'anonymous' as const })}
          />
        ))}
      </head>
      <body>
        <a class="skip" href="#content">
          {t('본문으로 건너뛰기', 'Skip to content')}
        </a>
        <Header shopName={shopName} />
        <div class={`frame${account === true ? ' with-menu' : ''}${behind === undefined ? '' : ' with-behind'}`}>
          {account === true && <AccountMenu />}
          <main id="content" tabIndex={-1}>
            {notice !== undefined && <NoticeCard notice={notice} />}
            {bare !== true && (
              <header class="page-head">
                <h1>{title}</h1>
                {lead !== undefined && <p class="lead">{lead}</p>}
              </header>
            )}
            {children}
          </main>
          {behind !== undefined && (
            <aside class="behind" aria-label={t('뒤에서 일어난 일', 'Behind the page')}>
              <h2>{t('뒤에서 일어난 일', 'Behind the page')}</h2>
              {behind}
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
  return (
    <header class="site-head">
      <div class="site-head-inner">
        <a class="brand" href="/">
          <Moon />
          <span>{shopName}</span>
        </a>
        <nav aria-label={t('주 메뉴', 'Main')}>
          <MenuLink href="/" text={t('상점', 'Shop')} current={path === '/'} />
          <MenuLink href="/login" text={t('로그인 방법', 'Ways to log in')} current={path === '/login'} />
          <MenuLink
            href="/me"
            text={t('내 계정', 'My account')}
            current={accountPaths.some((p) => path.startsWith(p))}
          />
          <MenuLink href="/wholesale" text={t('도매', 'Wholesale')} current={path.startsWith('/wholesale')} />
          <MenuLink href="/owner" text={t('사장님', 'Owner')} current={path.startsWith('/owner')} />
        </nav>
        {member === undefined ? (
          <a class="who" href="/login">
            {t('로그인', 'Log in')}
          </a>
        ) : (
          <a class="who" href="/me">
            <Avatar
              name={member.nickname ?? ''}
              {...(member.profileImageUrl !== null && { url: member.profileImageUrl })}
            />
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

const accountPaths = ['/me', '/welcome', '/consents', '/terms', '/shipping', '/tokens', '/leave'];

function AccountMenu() {
  const t = useText();
  const { path } = useContext(ShopContext);
  const entries: [string, string][] = [
    ['/me', t('내 정보', 'My information')],
    ['/me/properties', t('취향 정보', 'Preferences')],
    ['/shipping', t('배송지', 'Addresses')],
    ['/consents', t('동의 항목', 'Consent items')],
    ['/terms', t('서비스 약관', 'Service terms')],
    ['/tokens', t('토큰', 'Tokens')],
    ['/leave', t('로그아웃 · 탈퇴', 'Log out or leave')],
  ];
  return (
    <nav class="menu" aria-label={t('내 계정', 'My account')}>
      {entries.map(([href, text]) => (
        <MenuLink
          key={href}
          href={href}
          text={text}
          current={path === href || (href === '/shipping' && path.startsWith('/shipping'))}
        />
      ))}
    </nav>
  );
}

function MenuLink({ href, text, current }: { href: string; text: string; current: boolean }) {
  return (
    <a href={href} {...(current ? { 'aria-current': 'page' as const } : {})}>
      {text}
    </a>
  );
}

function Footer() {
  const t = useText();
  const { language, theme, path, emulatorUrl } = useContext(ShopContext);
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
            '달빛상점은 @kakao-login 패키지를 보여 주는 예제입니다. 진짜 상점이 아니며 카카오와 관련이 없습니다.',
            'Moonlight Market is an example of the @kakao-login packages. It is not a real shop and not affiliated with Kakao.',
          )}
          {emulatorUrl !== undefined && (
            <>
              {' '}
              {t('카카오 대신 에뮬레이터가 응답합니다:', 'An emulator plays Kakao:')}{' '}
              <a href={emulatorUrl}>{emulatorUrl}</a>
            </>
          )}
        </p>
        <form method="post" action="/preferences" class="preferences">
          <input type="hidden" name="returnTo" value={path} />
          <button name="language" value={language === 'ko' ? 'en' : 'ko'} lang={language === 'ko' ? 'en' : 'ko'}>
            {language === 'ko' ? 'English' : '한국어'}
          </button>
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
