import { expect, test } from '@jest/globals';
import { ageRangeText, birthdayText, genderText, httpsPicture, phoneText } from '../../sample/src/web/profile-text.js';

test.each([
  ['female', '여성', 'Female'],
  ['male', '남성', 'Male'],
  [undefined, undefined, undefined],
])('gender %s', (gender, ko, en) => {
  expect([genderText(gender, 'ko'), genderText(gender, 'en')]).toEqual([ko, en]);
});

test.each([
  ['+821012345678', '010-1234-5678', '+82 10-1234-5678'],
  ['+82111234567', '011-123-4567', '+82 11-123-4567'],
  ['+8221234567', '02-123-4567', '+82 2-123-4567'],
  ['+8225551234', '02-555-1234', '+82 2-555-1234'],
  ['+82212345678', '02-1234-5678', '+82 2-1234-5678'],
  ['+82311234567', '031-123-4567', '+82 31-123-4567'],
  ['+14155550100', '+14155550100', '+14155550100'],
  [null, undefined, undefined],
])('phone number %s', (number, ko, en) => {
  expect([phoneText(number, 'ko'), phoneText(number, 'en')]).toEqual([ko, en]);
});

test.each([
  ['20~29', '20~29세', '20–29'],
  ['90~', '90세 이상', '90 or older'],
  [undefined, undefined, undefined],
])('age range %s', (range, ko, en) => {
  expect([ageRangeText(range, 'ko'), ageRangeText(range, 'en')]).toEqual([ko, en]);
});

test.each([
  [{ date: '1231', year: '1990', lunar: false }, '1990년 12월 31일', '31 December 1990'],
  [{ date: '0229', lunar: false }, '2월 29일', '29 February'],
  [{ date: '0230', year: '1988', lunar: true }, '1988년 2월 30일 (음력)', '30 February 1988 (lunar calendar)'],
  [{ year: '1990', lunar: false }, '1990년', '1990'],
  [{ lunar: false }, undefined, undefined],
])('birthday %j', (birthday, ko, en) => {
  expect([birthdayText(birthday, 'ko'), birthdayText(birthday, 'en')]).toEqual([ko, en]);
});

test('pictures are loaded over https', () => {
  expect(httpsPicture('http://k.kakaocdn.net/dn/a/img_110x110.jpg')).toBe(
    'https://k.kakaocdn.net/dn/a/img_110x110.jpg',
  );
  expect(httpsPicture('https://k.kakaocdn.net/dn/a/b.jpg')).toBe('https://k.kakaocdn.net/dn/a/b.jpg');
});
