/** A module file without Kakao Login. */
export const port = 3000;
