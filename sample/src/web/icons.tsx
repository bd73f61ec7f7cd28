/** All artwork is our own; the speech bubble follows Kakao's design guide for login buttons (shape and colour). */
export function SpeechBubble() {
  return (
    <svg class="bubble" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">
      <path
        fill="#000"
        d="M9 1.2C4.3 1.2.5 4.1.5 7.8c0 2.3 1.6 4.4 4 5.6l-.9 3.2c-.1.3.3.6.6.4l3.9-2.6.9.1c4.7 0 8.5-3 8.5-6.7S13.7 1.2 9 1.2Z"
      />
    </svg>
  );
}

export function Moon() {
  return (
    <svg class="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path fill="currentColor" d="M14.9 2.4a9.8 9.8 0 1 0 6.7 13.2A8 8 0 0 1 14.9 2.4Z" />
      <circle cx="18.6" cy="6.2" r="1.2" fill="currentColor" />
    </svg>
  );
}

export function NightScene() {
  return (
    <svg
      class="scene"
      viewBox="0 0 480 380"
      role="presentation"
      aria-hidden="true"
      preserveAspectRatio="xMidYMax slice"
    >
      <defs>
        <linearGradient id="night" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color="#191b3d" />
          <stop offset="0.62" stop-color="#434089" />
          <stop offset="1" stop-color="#9d8cc4" />
        </linearGradient>
        <radialGradient id="glow">
          <stop offset="0" stop-color="#fff6d8" stop-opacity="0.65" />
          <stop offset="1" stop-color="#fff6d8" stop-opacity="0" />
        </radialGradient>
      </defs>
      <rect width="480" height="380" fill="url(#night)" />
      <g fill="#fff">
        <circle cx="64" cy="58" r="1.6" />
        <circle cx="128" cy="112" r="1.1" />
        <circle cx="196" cy="46" r="1.5" />
        <circle cx="238" cy="132" r="1" />
        <circle cx="420" cy="62" r="1.5" />
        <circle cx="444" cy="170" r="1.1" />
        <circle cx="96" cy="184" r="1.2" />
        <circle cx="278" cy="76" r="1.2" />
      </g>
      <circle cx="338" cy="122" r="118" fill="url(#glow)" />
      <circle cx="338" cy="122" r="54" fill="#fdf1c7" />
      <circle cx="322" cy="108" r="9" fill="#f2e1a5" />
      <circle cx="354" cy="140" r="13" fill="#f2e1a5" />
      <circle cx="352" cy="96" r="5" fill="#f2e1a5" />
      <path fill="#2e2c63" d="M0 288c70-52 132-50 206-14 62 30 152 20 274-44v150H0Z" />
      <path fill="#1d1c45" d="M0 326c90-40 190-30 270-6 78 22 146 10 210-18v78H0Z" />
      <g>
        <path fill="#12122f" d="M84 300h92v58H84z" />
        <path fill="#171739" d="m74 302 56-40 56 40Z" />
        <path fill="#ffd978" d="M98 318h24v40H98zM136 318h28v20h-28z" />
        <path fill="#12122f" d="M149 318h2v20h-2zM136 327h28v2h-28z" />
      </g>
    </svg>
  );
}

/** Pictures of the goods on the front page. */
export function ProductArt({ of }: { of: 'lamp' | 'cup' | 'socks' }) {
  return (
    <svg class="product-art" viewBox="0 0 200 140" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
      {art[of]}
    </svg>
  );
}

const art = {
  lamp: (
    <g>
      <rect width="200" height="140" fill="#e9e4f4" />
      <circle cx="100" cy="62" r="52" fill="#f7efd0" />
      <path fill="#f5c85a" d="M112 26a38 38 0 1 0 24 52 31 31 0 0 1-24-52Z" />
      <path fill="#5b5590" d="M70 112h60v8H70zM97 98h6v16h-6z" />
    </g>
  ),
  cup: (
    <g>
      <rect width="200" height="140" fill="#dfe7f1" />
      <path fill="#2c3163" d="M58 48h76v34a32 32 0 0 1-32 32H90a32 32 0 0 1-32-32Z" />
      <path fill="none" stroke="#2c3163" stroke-width="8" d="M134 58h10a14 14 0 0 1 0 28h-11" />
      <g fill="#f6e9b8">
        <circle cx="76" cy="66" r="2.2" />
        <circle cx="96" cy="80" r="1.6" />
        <circle cx="112" cy="64" r="2.4" />
        <circle cx="88" cy="98" r="1.6" />
        <circle cx="118" cy="88" r="1.6" />
      </g>
      <path
        fill="none"
        stroke="#9aa6c6"
        stroke-width="4"
        stroke-linecap="round"
        d="M82 36c-6-8 6-12 0-20M108 36c-6-8 6-12 0-20"
      />
    </g>
  ),
  socks: (
    <g>
      <rect width="200" height="140" fill="#efe6dd" />
      <path fill="#7d6aa8" d="M62 22h32v48l26 20c10 8 4 24-10 24H98L62 88Z" />
      <path fill="#f1e3b2" d="M62 22h32v12H62zM62 44h32v6H62z" />
      <path fill="#5f4f8a" d="M112 30h30v44l22 17c9 7 4 21-9 21h-10l-33-25Z" opacity="0.9" />
      <path fill="#f1e3b2" d="M112 30h30v11h-30zM112 50h30v6h-30z" />
    </g>
  ),
};
