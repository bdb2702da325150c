/** Which test files begin first: those that take long and mostly wait, so that the quick ones fill what is left at the end. */
const { default: Sequencer } = require('@jest/test-sequencer');

const order = ['workflow', 'e2e', 'unit'];
const placeOf = ({ context }) => order.indexOf(context.config.displayName?.name);

module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => placeOf(one) - placeOf(other));
  }
};
