import { BlockList, isIP } from 'node:net';

interface Range {
  address: string;
  prefix: number;
  family: 'ipv4' | 'ipv6';
}

/** The prefix length of a mask such as 255.255.255.0; undefined if it is not a mask. */
function bitsOf(mask: string): number | undefined {
  const bits = mask
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  return isIP(mask) === 4 && /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : undefined;
}

/** Reads an address, a CIDR block, or an address with a mask; undefined for anything else. */
export function rangeOf(entry: string): Range | undefined {
  const [address = '', size, more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined) return undefined;
  const most = version === 6 ? 128 : 32;
  const prefix = size === undefined ? most : /^\d{1,3}$/.test(size) ? Number(size) : bitsOf(size);
  if (prefix === undefined || prefix < 0 || prefix > most) return undefined;
  return { address, prefix, family: version === 6 ? 'ipv6' : 'ipv4' };
}

/** Without a list, every address is allowed. `::1` counts as 127.0.0.1 too. */
export function ipAllowed(allowed: readonly string[] | undefined, ip: string): boolean {
  if (!allowed) return true;
  const block = new BlockList();
  for (const entry of allowed) {
    const range = rangeOf(entry);
    if (range) block.addSubnet(range.address, range.prefix, range.family);
  }
  return block.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4') || (ip === '::1' && block.check('127.0.0.1'));
}

export const isLoopback = (ip: string): boolean => ip === '::1' || ip.startsWith('127.');
