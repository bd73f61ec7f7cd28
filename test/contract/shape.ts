/**
 * Members that are passed over, by the object they are in (`''`: any). Kakao calls most of them deprecated and still sends
 * them; its newer samples leave them out, so either is right. `is_default_nickname` is younger than some samples.
 * `for_partner` comes with a permission for Kakao Talk messages, which the emulator does not imitate.
 */
const optional: Readonly<Record<string, RegExp>> = {
  '': /^(for_partner|appId|expiresInMillis|total_count|is_default_nickname)$/,
  kakao_account: /^has_(email|age_range|birthday|birthyear|gender|phone_number)$/,
  properties: /^(nickname|profile_image|thumbnail_image)$/,
};

/**
 * What a body looks like, whatever it says: the names and JSON types of its members, in no order, and of a list the looks
 * that its elements have.
 */
export function shapeOf(value: unknown, place = ''): unknown {
  if (Array.isArray(value)) {
    const looks = new Set(value.map((element) => JSON.stringify(shapeOf(element))));
    return { list: [...looks].sort().map((look) => JSON.parse(look) as unknown) };
  }
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !optional['']?.test(name) && !optional[place]?.test(name))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, shapeOf(member, name)]),
  );
}
