/** Name of the second Kakao app in this process, and of its Passport strategy: `/auth/kakao-wholesale`. */
export const WHOLESALE = 'kakao-wholesale';
