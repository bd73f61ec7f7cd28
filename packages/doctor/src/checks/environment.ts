import { both, finding, notInConsole } from '../finding.js';
import type { Finding } from '../finding.js';
import { listItems } from '../settings.js';
import type { Environment } from '../settings.js';
import { isKakao, webUrl } from './hosts.js';

const kakaoHosts = ['kauth.kakao.com', 'kapi.kakao.com'];

/** Checks the environment of the service: Node, proxies, TLS. */
export function checkEnvironment(variables: Environment, hosts: string | undefined, nodeVersion: string): Finding[] {
  return [
    checkNode(nodeVersion),
    ...checkProxy(variables, hosts),
    ...checkTls(variables),
    ...checkHosts(variables, hosts),
  ];
}

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const fits = major >= 24 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  return fits
    ? finding('PASS', 'node', {}, { message: both(`Node ${version}`, `Node ${version}`) })
    : finding(
        'FAIL',
        'node',
        {},
        {
          message: both(`Node ${version}은 지원하지 않습니다.`, `Node ${version} is not supported.`),
          cause: both(
            '패키지는 Node 20.19, 22.12, 24 이상에서 동작합니다.',
            'The packages run on Node 20.19, 22.12, 24 and later.',
          ),
          remedy: both('Node를 업데이트하세요.', 'Update Node.'),
          console: notInConsole,
        },
      );
}

/** Whether `NO_PROXY` exempts a host. */
function isExempt(hostname: string, noProxy: string): boolean {
  return listItems(noProxy.toLowerCase()).some((entry) => {
    const name = entry.replace(/:\d+$/, '').replace(/^\*?\./, '');
    return entry === '*' || hostname === name || hostname.endsWith(`.${name}`);
  });
}

function checkProxy(variables: Environment, hosts: string | undefined): Finding[] {
  const targets = hosts === undefined ? kakaoHosts.map((host) => `https://${host}`) : [hosts];
  const names = new Set<string>();
  for (const target of targets) {
    const url = webUrl(target);
    if (url === undefined) continue;
    const wanted = url.protocol === 'https:' ? ['HTTPS_PROXY', 'ALL_PROXY'] : ['HTTP_PROXY', 'ALL_PROXY'];
    const name = wanted.flatMap((one) => [one, one.toLowerCase()]).find((one) => variables[one] !== undefined);
    const noProxy = variables['NO_PROXY'] ?? variables['no_proxy'] ?? '';
    if (name !== undefined && !isExempt(url.hostname, noProxy)) names.add(name);
  }
  if (names.size === 0) return [];
  return [
    finding(
      'WARN',
      'proxy_ignored',
      { settings: [...names] },
      {
        message: both(
          `${[...names].join(', ')} 변수가 있지만, 카카오로 보내는 요청은 프록시를 거치지 않습니다.`,
          `${[...names].join(', ')} is set, but requests to Kakao do not use the proxy.`,
        ),
        cause: both(
          '클라이언트는 프록시 변수를 읽지 않습니다. 프록시로만 나갈 수 있는 네트워크라면 연결에 실패합니다.',
          'The client does not read proxy variables. In a network where only the proxy leads out, connections fail.',
        ),
        remedy: both(
          '프록시를 아는 axios 인스턴스를 http 옵션에 넣으세요. 직접 나갈 수 있다면 NO_PROXY에 kakao.com을 넣으세요.',
          'Pass an axios instance that knows the proxy as the option http. If requests can go out directly, add kakao.com to NO_PROXY.',
        ),
        console: notInConsole,
      },
    ),
  ];
}

function checkTls(variables: Environment): Finding[] {
  if (variables['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return [];
  return [
    finding(
      'FAIL',
      'tls_unverified',
      { settings: ['NODE_TLS_REJECT_UNAUTHORIZED'] },
      {
        message: both('인증서 검사가 꺼져 있습니다.', 'Certificates are not verified.'),
        cause: both(
          '네트워크의 누구나 카카오인 척하고 시크릿과 토큰을 읽을 수 있습니다.',
          'Anyone on the network can impersonate Kakao and read secrets and tokens.',
        ),
        remedy: both(
          '변수를 지우고, 회사 인증서는 NODE_EXTRA_CA_CERTS로 추가하세요.',
          'Remove the variable. Add a company’s certificate with NODE_EXTRA_CA_CERTS.',
        ),
        console: notInConsole,
      },
    ),
  ];
}

function checkHosts(variables: Environment, hosts: string | undefined): Finding[] {
  if (isKakao(hosts) || !/^prod/i.test(variables['NODE_ENV'] ?? '')) return [];
  return [
    finding(
      'WARN',
      'hosts_in_production',
      { settings: ['hosts'] },
      {
        message: both(
          'NODE_ENV는 production인데 hosts가 카카오가 아닙니다.',
          'NODE_ENV is production, but hosts is not Kakao.',
        ),
        cause: both(
          '에뮬레이터에서는 누구나 아무 사용자로 로그인할 수 있습니다.',
          'With an emulator, anyone can log in as any user.',
        ),
        remedy: both(
          '운영에서는 hosts를 빼세요. 카카오 중계 서버라면 그대로 두세요.',
          'Leave hosts out in production, unless it is a relay to Kakao.',
        ),
        console: notInConsole,
      },
    ),
  ];
}
