import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { Notice } from '../visit/session-data.js';
import { SpeechBubble } from './icons.js';
import { prettyJson } from './mask.js';
import { httpsPicture } from './profile-text.js';
import { ShopContext } from './shop-context.js';
import type { Text } from './language.js';
import { useText } from './text.js';

/** A login button to Kakao's design guide: #FEE500, 12 px corners, black speech bubble, label at 85 % black. */
export function KakaoButton({ href }: { href: string }) {
  const t = useText();
  return (
    <a class="kakao-button" href={href}>
      <SpeechBubble />
      <span>{t('카카오로 시작하기', 'Continue with Kakao')}</span>
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

interface ApiCallProps {
  of: CallExcerpt;
  result?: unknown;
  note?: ComponentChildren;
}

export function ApiCall({ of, result, note }: ApiCallProps) {
  const t = useText();
  return (
    <section class="call">
      <h3>
        <code>{of.call}</code>
      </h3>
      {note !== undefined && <p>{note}</p>}
      <Source code={of.code} />
      {result !== undefined && (
        <details open>
          <summary>{t('응답', 'Response')}</summary>
          <Answer result={result} />
        </details>
      )}
    </section>
  );
}

/** Lines of this sample. */
export function Source({ code }: { code: string }) {
  const t = useText();
  return (
    <pre class="source" tabIndex={0} aria-label={t('이 예제의 코드', 'Code of this sample')}>
      <code>{code}</code>
    </pre>
  );
}

/** What Kakao answered, without the tokens. */
export function Answer({ result }: { result: unknown }) {
  const t = useText();
  return (
    <pre class="answer" tabIndex={0} aria-label={t('응답', 'Response')}>
      <code>{prettyJson(result)}</code>
    </pre>
  );
}

/** What the last action did. `role="status"` has screen readers say it. */
export function NoticeCard({ notice }: { notice: Notice }) {
  return (
    <section class={`notice ${notice.tone}`} role={notice.tone === 'bad' ? 'alert' : 'status'}>
      <p>
        {notice.errorCode !== undefined && <code class="error-code">{notice.errorCode}</code>}
        <strong>
          <Localized text={notice.text} />
        </strong>
      </p>
      {notice.advice !== undefined && (
        <p>
          <Localized text={notice.advice} />
        </p>
      )}
      {notice.call !== undefined && (
        <details>
          <summary>
            <code>{notice.call}</code>
          </summary>
          {notice.code !== undefined && <Source code={notice.code} />}
          {notice.result !== undefined && <Answer result={notice.result} />}
        </details>
      )}
    </section>
  );
}

export function Card({ title, children, id }: { title?: string; children: ComponentChildren; id?: string }) {
  return (
    <section class="card" id={id}>
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </section>
  );
}

/** A member's picture, or the first letter of the name. The people of the emulator have no pictures on Kakao's servers. */
export function Avatar({ name, url }: { name: string; url: string | null | undefined }) {
  const { emulatorUrl } = useContext(ShopContext);
  const isThere = url && (emulatorUrl === undefined || url.startsWith(emulatorUrl));
  if (isThere) return <img class="avatar" src={emulatorUrl === undefined ? httpsPicture(url) : url} alt="" />;
  return (
    <span class="avatar" aria-hidden="true" {...notTranslated}>
      {/^./su.exec(name)?.[0] ?? '☾'}
    </span>
  );
}

/** Names and values; a value that is not there is shown as a dash. */
export function Facts({ rows }: { rows: readonly (readonly [ComponentChildren, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value === null || value === undefined || value === '' ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** `translate="no"`: Preact types it as a boolean, and leaves out `false`. */
const notTranslated: object = { translate: 'no' };

/** What a user wrote, as it is in every language. */
export function Verbatim({ children }: { children: ComponentChildren }) {
  return <span {...notTranslated}>{children}</span>;
}

/** Breaks before the @ and nowhere else. */
export function Email({ address }: { address: string }) {
  const [local, domain] = address.split(/(?=@[^@]*$)/);
  return (
    <span class="email" {...notTranslated}>
      {local}
      <wbr />
      {domain}
    </span>
  );
}

interface TableProps {
  name: string;
  columns: readonly string[];
  rows: readonly (readonly ComponentChildren[])[];
}

/**
 * On a phone each row becomes a list of names and values. The roles say that it is a table there too: browsers forget it
 * when the layout is another one.
 */
export function Table({ name, columns, rows }: TableProps) {
  return (
    <table role="table" aria-label={name}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} scope="col" role="columnheader">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((cells) => (
          <tr role="row">
            {cells.map((cell, index) => (
              <td role="cell" data-label={columns[index]}>
                <span>{cell}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Badge({ tone, children }: { tone?: 'good' | 'plain' | 'warn'; children: ComponentChildren }) {
  return <span class={`badge ${tone ?? 'plain'}`}>{children}</span>;
}

/** A date and time as people in Seoul read it, whatever the server's time zone. */
export function DateTime({ at }: { at: Date | string | number | null | undefined }) {
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

/** A text in the visitor's language. */
export function Localized({ text }: { text: Text }) {
  const { language } = useContext(ShopContext);
  return <>{text[language]}</>;
}
