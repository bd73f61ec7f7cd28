import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { Notice } from '../visit/visit.js';
import { SpeechBubble } from './icons.js';
import { prettyJson } from './mask.js';
import { ShopContext } from './shop-context.js';
import { type Text, useText } from './text.js';

/** A login button to Kakao's design guide: #FEE500, 12 px corners, black speech bubble, label at 85 % black. */
export function KakaoButton({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a class="kakao-button" href={href}>
      <SpeechBubble />
      <span>{children}</span>
    </a>
  );
}

/** One call of this page: what travels, the line of this sample that sends it, and what came back. */
export interface CallExcerpt {
  /** As it goes over the wire, e.g. `GET /v2/user/me`. */
  call: string;
  /** Lines of this sample, verbatim. */
  code: string;
}

interface BehindProps {
  of: CallExcerpt;
  result?: unknown;
  note?: ComponentChildren;
  /** Of its heading: below the column's own, unless it stands in the page. */
  level?: 'h2' | 'h3';
}

export function Behind({ of, result, note, level: Heading = 'h3' }: BehindProps) {
  const t = useText();
  return (
    <section class="call">
      <Heading>
        <code>{of.call}</code>
      </Heading>
      {note !== undefined && <p>{note}</p>}
      <pre class="source" tabIndex={0} aria-label={t('이 예제의 코드', 'Code of this sample')}>
        <code>{of.code}</code>
      </pre>
      {result !== undefined && (
        <details open>
          <summary>{t('응답', 'Answer')}</summary>
          <pre class="answer" tabIndex={0} aria-label={t('응답', 'Answer')}>
            <code>{prettyJson(result)}</code>
          </pre>
        </details>
      )}
    </section>
  );
}

/** What the last action did. `role="status"` has screen readers say it. */
export function NoticeCard({ notice }: { notice: Notice }) {
  const t = useText();
  const { language } = useContext(ShopContext);
  return (
    <section class={`notice ${notice.tone}`} role={notice.tone === 'bad' ? 'alert' : 'status'}>
      <p>
        {notice.code !== undefined && <code class="error-code">{notice.code}</code>}
        <strong>{notice.text[language]}</strong>
      </p>
      {notice.reason !== undefined && (
        <p>
          {notice.reason[language]} {notice.remedy?.[language]}
        </p>
      )}
      {notice.call !== undefined && (
        <details>
          <summary>
            <code>{notice.call}</code>
          </summary>
          {notice.excerpt !== undefined && (
            <pre class="source" tabIndex={0} aria-label={t('이 예제의 코드', 'Code of this sample')}>
              <code>{notice.excerpt}</code>
            </pre>
          )}
          {notice.result !== undefined && (
            <pre class="answer" tabIndex={0} aria-label={t('응답', 'Answer')}>
              <code>{prettyJson(notice.result)}</code>
            </pre>
          )}
        </details>
      )}
    </section>
  );
}

export function Card({ title, children, id }: { title?: string; children: ComponentChildren; id?: string }) {
  return (
    <section class="card" {...(id === undefined ? {} : { id })}>
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </section>
  );
}

/** A person's picture, or the first letter of the name. The emulator's picture addresses lead nowhere, so it has none. */
export function Avatar({ name, url }: { name: string; url?: string }) {
  const { emulatorUrl } = useContext(ShopContext);
  if (url !== undefined && emulatorUrl === undefined) return <img class="avatar" src={url} alt="" />;
  return (
    <span class="avatar" aria-hidden="true">
      {/^./su.exec(name)?.[0] ?? '☾'}
    </span>
  );
}

/** Names and values; a value that is not there is shown as a dash. */
export function Facts({ rows }: { rows: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === null || value === undefined || value === '' ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Scrolls by itself where the page is narrower, by keyboard too. */
export function Table({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="table-wrap" role="region" tabIndex={0} aria-label={name}>
      <table>{children}</table>
    </div>
  );
}

export function Badge({ tone, children }: { tone?: 'good' | 'plain' | 'warn'; children: ComponentChildren }) {
  return <span class={`badge ${tone ?? 'plain'}`}>{children}</span>;
}

/** A date and time as people in Seoul read it, whatever the server's time zone. */
export function When({ at }: { at: Date | string | number | null | undefined }) {
  const { language } = useContext(ShopContext);
  if (at === null || at === undefined) return <>–</>;
  const date = new Date(at);
  const text = new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: 'Asia/Seoul',
  }).format(date);
  return <time dateTime={date.toISOString()}>{text}</time>;
}

/** A sentence that exists in both languages. */
export function Said({ text }: { text: Text }) {
  const { language } = useContext(ShopContext);
  return <>{text[language]}</>;
}
