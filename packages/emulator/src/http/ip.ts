import { BlockList, isIP } from 'node:net';

/** Whether an address is in a list of addresses and CIDR blocks. No list: every address is. `::1` is 127.0.0.1 too. */
export function ipAllowed(allowed: readonly string[] | undefined, ip: string): boolean {
  if (!allowed) return true;
  const block = new BlockList();
  for (const entry of allowed) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) block.addAddress(address, family);
    else block.addSubnet(address, Number(prefix), family);
  }
  return block.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4') || (ip === '::1' && block.check('127.0.0.1'));
}

export const isLoopback = (ip: string): boolean => ip === '::1' || ip.startsWith('127.');
