import { Injectable } from '@nestjs/common';
import { isKakaoError, KakaoVault } from '@kakao-login/nestjs';
import { type LinkedMember, MembersService } from '../members/members.service.js';

/** What the job found for a member. */
export type Outcome =
  | { kind: 'address'; address: string }
  /** The member shares addresses, but has saved none. */
  | { kind: 'no_address' }
  | { kind: 'consent_missing' }
  | { kind: 'reconnect_required' }
  | { kind: 'failed'; code: string };

export interface NightJobResult {
  /** How many members had each outcome. */
  counts: Partial<Record<Outcome['kind'], number>>;
  /** The first of them, for the page. */
  rows: { member: LinkedMember; outcome: Outcome }[];
}

/** How many members are checked at the same time. */
const concurrency = 8;
const shown = 50;

/** Reads each member's shipping address, while no member is logged in. */
@Injectable()
export class NightJob {
  constructor(
    private readonly vault: KakaoVault,
    private readonly members: MembersService,
  ) {}

  async run(): Promise<NightJobResult> {
    const result: NightJobResult = { counts: {}, rows: [] };
    // All workers take from one generator, which reads the members page by page.
    const members = this.members.linked();
    const worker = async (): Promise<void> => {
      for await (const member of members) {
        const outcome = await this.defaultAddress(member.kakaoId);
        result.counts[outcome.kind] = (result.counts[outcome.kind] ?? 0) + 1;
        if (result.rows.length < shown) result.rows.push({ member, outcome });
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    result.rows.sort((one, other) => one.member.id - other.member.id);
    return result;
  }

  private async defaultAddress(kakaoId: string): Promise<Outcome> {
    try {
      const answer = await this.vault.forUser(kakaoId).shipping.list({ pageSize: 2 });
      if (answer.shipping_addresses_needs_agreement === true) return { kind: 'consent_missing' };
      const address = answer.shipping_addresses?.find((one) => one.is_default);
      if (address === undefined) return { kind: 'no_address' };
      return { kind: 'address', address: `${address.base_address} ${address.detail_address ?? ''}`.trim() };
    } catch (error) {
      if (!isKakaoError(error)) throw error;
      if (error.code === 'reconnect_required') return { kind: 'reconnect_required' };
      if (error.code === -402) return { kind: 'consent_missing' };
      return { kind: 'failed', code: String(error.code) };
    }
  }
}
