// The address picker of Kakao's JavaScript SDK. The access token stays in this page's memory.
const picker = document.querySelector('[data-picker]');
const button = picker.querySelector('button');
const status = picker.querySelector('[role=status]');

async function prepare() {
  Kakao.init(picker.dataset.key);
  const response = await fetch('/shipping/picker/access-token', {
    method: 'POST',
    headers: { accept: 'application/json' },
  });
  if (!response.ok) throw new Error(String(response.status));
  const { accessToken } = await response.json();
  Kakao.Auth.setAccessToken(accessToken, false);
  button.disabled = false;
}

async function pick() {
  status.textContent = picker.dataset.waiting;
  const { address_id } = await Kakao.Auth.selectShippingAddress();
  location.assign(`/shipping/${address_id}`);
}

function fail(error) {
  const code = error?.code ?? error?.error_code;
  status.textContent = code === undefined ? picker.dataset.failed : `${picker.dataset.failed} (${code})`;
}

button.addEventListener('click', () => void pick().catch(fail));
prepare().catch(fail);
