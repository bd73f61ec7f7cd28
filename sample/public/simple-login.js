// Simple Login by Kakao's JavaScript SDK, begun with a state and a nonce that the server keeps for this browser.
const simpleLogin = document.querySelector('[data-simple-login]');
const button = simpleLogin.querySelector('button');
const status = simpleLogin.querySelector('[role=status]');

async function authorize() {
  const asked = JSON.parse(simpleLogin.querySelector('select').value);
  const response = await fetch('/auth/kakao/js', {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ ...asked, returnTo: simpleLogin.dataset.returnTo }),
  });
  if (!response.ok) throw new Error(String(response.status));
  await Kakao.Auth.authorize(await response.json());
}

function fail() {
  status.textContent = status.dataset.failed;
}

button.addEventListener('click', () => void authorize().catch(fail));
try {
  Kakao.init(simpleLogin.dataset.key);
  button.disabled = false;
} catch {
  fail();
}
