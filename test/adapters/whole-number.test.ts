import { wholeNumber } from '../../adapters/whole-number';

const read = (text: unknown) => wholeNumber(0, 100).safeParse(text);

test.each(['0', '7', '007', '100'])('"%s" is a whole number', (text) => {
  expect(read(text)).toMatchObject({ success: true, data: Number(text) });
});

test.each(['', ' ', ' 7', '7 ', '1e2', '0x10', '5.0', '+5', '-0', '101', '٧', '1234567890', undefined, null, ['7']])(
  '%j is none',
  (text) => {
    expect(read(text)).toMatchObject({ success: false });
    expect(read(text).error?.issues).toMatchObject([{ message: 'must be a whole number from 0 to 100, in digits' }]);
  },
);
