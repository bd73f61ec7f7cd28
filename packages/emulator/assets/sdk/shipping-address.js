// Kakao.Auth.selectShippingAddress and similar methods: a popup, and a hidden frame that passes on its answer.

import { checkArguments, is } from './check.js';
import { ORIGIN } from './origin.js';
import { kaHeader, openPopup, parsed, queryString, transactionId } from './platform.js';
import { getAccessToken, session } from './session.js';

const addressRules = {
  optional: { returnUrl: is.string, forceMobileLayout: is.boolean, enableBackButton: is.boolean, close: is.function },
  defaults: { forceMobileLayout: false, enableBackButton: true, close: () => {} },
};

/** Selections in progress, which `cleanup` ends. */
export const selections = new Set();

function postForm(action, members, target) {
  const form = window.document.createElement('form');
  form.method = 'post';
  form.action = action;
  if (target) form.target = target;
  form.hidden = true;
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) continue;
    const input = window.document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = String(value);
    form.append(input);
  }
  window.document.body.append(form);
  form.submit();
  form.remove();
}

/**
 * The frame posts the answer as JSON text. An answer with `code` is an error. The SDK listens until the popup posts
 * `closed`. If the user closes the popup, the promise stays pending, as in Kakao's SDK.
 */
function awaitAnswer(transId, popup, onClose) {
  const frame = window.document.createElement('iframe');
  frame.src = `${ORIGIN}/proxy?${queryString({ trans_id: transId })}`;
  frame.hidden = true;
  window.document.body.append(frame);

  return new Promise((resolve, reject) => {
    let wasClosed = false;
    const stop = () => {
      window.removeEventListener('message', onMessage);
      window.clearInterval(timer);
      frame.remove();
      selections.delete(stop);
    };
    const onMessage = ({ origin, data }) => {
      if (origin !== ORIGIN) return;
      if (data === 'closed') {
        onClose();
        stop();
        return;
      }
      const answer = parsed(data);
      if (!is.object(answer)) return;
      (answer.code === undefined ? resolve : reject)(answer);
    };
    const timer = window.setInterval(() => {
      // The messages of a popup that closes itself may arrive after it is closed, so this waits one more interval.
      if (wasClosed) stop();
      wasClosed = Boolean(popup?.closed);
    }, 1000);
    window.addEventListener('message', onMessage);
    selections.add(stop);
  });
}

function openAddressPage(path, settings, rules, where) {
  checkArguments(settings, rules, where);
  const transId = transactionId();
  const members = {
    app_key: session.appKey,
    access_token: getAccessToken(),
    ka: kaHeader(),
    trans_id: transId,
    mobile_view: settings.forceMobileLayout,
    enable_back_button: settings.enableBackButton,
    address_id: settings.addressId,
    return_url: settings.returnUrl,
  };
  if (settings.returnUrl !== undefined) {
    postForm(ORIGIN + path, members);
    return undefined;
  }
  const popup = openPopup('', 'shipping_address', 480, 700);
  const answer = awaitAnswer(transId, popup, settings.close);
  postForm(ORIGIN + path, members, 'shipping_address');
  return answer;
}

export const selectShippingAddress = (settings = {}) =>
  openAddressPage('/user/address', settings, addressRules, 'Auth.selectShippingAddress');

export const createShippingAddress = (settings = {}) =>
  openAddressPage('/user/create/address', settings, addressRules, 'Auth.createShippingAddress');

export const updateShippingAddress = (settings) =>
  openAddressPage(
    '/user/edit/address',
    settings,
    { ...addressRules, required: { addressId: is.integer } },
    'Auth.updateShippingAddress',
  );
