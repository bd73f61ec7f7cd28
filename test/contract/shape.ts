/**
 * Fields that are not compared, by the object that has them (`''`: any). Most are deprecated: Kakao still sends them,
 * but its newer samples do not show them, so both are right. `is_default_nickname` is newer than some samples.
 * `for_partner` needs a permission for KakaoTalk messages, which the emulator does not implement.
 */
const optional: Readonly<Record<string, RegExp>> = {
  '': /^(for_partner|appId|expiresInMillis|total_count|is_default_nickname)$/,
  kakao_account: /^has_(email|age_range|birthday|birthyear|gender|phone_number)$/,
  properties: /^(nickname|profile_image|thumbnail_image)$/,
};

/**
 * The shape of a body: the names and JSON types of its fields, in no particular order. For a list, the different shapes
 * of its elements.
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
