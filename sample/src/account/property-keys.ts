/** Keys that the form on the page offers for `property_keys`. A trailing dot selects everything below. */
export const propertyKeyChoices: readonly string[] = [
  'kakao_account.profile',
  'kakao_account.name',
  'kakao_account.email',
  'kakao_account.gender',
  'kakao_account.age_range',
  'kakao_account.birthday',
  'kakao_account.birthyear',
  'kakao_account.phone_number',
  'properties.',
];
