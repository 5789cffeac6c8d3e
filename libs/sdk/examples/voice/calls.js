// The WebRTC half of a voice room: one connection for each device of the others. See `VoiceRoom` for who offers.

/**
 * Connects this device with everyone in the room, now and as people come and go.
 *
 * `onPeer(device, stream)` is called when somebody can be heard, and with no stream when no longer.
 */
export function startCalls(room, microphone, { onPeer, onProblem, configuration = {} }) {
  /** Device id → the connection with it. */
  const calls = new Map();
  /** User id → an offer to all of that user's devices, which the first answer takes. */
  const offers = new Map();

  function newConnection() {
    const pc = new RTCPeerConnection(configuration);
    for (const track of microphone.getTracks()) pc.addTrack(track, microphone);
    return pc;
  }

  // A newcomer offers: to a user, without knowing how many devices of theirs are in the room.
  async function offerTo(to) {
    const pc = newConnection();
    const candidates = [];
    pc.onicecandidate = ({ candidate }) => candidate && candidates.push(candidate);
    if (to.device === undefined) {
      withdraw(to.user);
      offers.set(to.user, { pc, candidates });
    } else adopt(to, pc, candidates);
    await pc.setLocalDescription();
    room.sendOffer(to, pc.localDescription.sdp);
  }

  /** The offer to all of the user's devices is no longer worth an answer. */
  function withdraw(user) {
    offers.get(user)?.pc.close();
    offers.delete(user);
  }

  /** From here on the connection is the one with this device. */
  function adopt(peer, pc, candidates = []) {
    calls.get(peer.device)?.pc.close();
    const call = { peer, pc, isOffering: false };
    calls.set(peer.device, call);
    const send = (candidate) => room.sendCandidate(peer, JSON.stringify(candidate));
    candidates.forEach(send);
    pc.onicecandidate = ({ candidate }) => candidate && send(candidate);
    pc.ontrack = ({ streams: [stream] }) => onPeer(peer, stream);
    // A new offer mends the connection, or, when the device has left, comes back as `unavailable`.
    pc.onconnectionstatechange = () => ['disconnected', 'failed'].includes(pc.connectionState) && pc.restartIce();
    // Whoever changes a connection that is there offers again; both may at once.
    pc.onnegotiationneeded = () => pc.remoteDescription && renegotiate(call).catch(onProblem);
    return call;
  }

  async function renegotiate(call) {
    call.isOffering = true;
    try {
      await call.pc.setLocalDescription();
      room.sendOffer(call.peer, call.pc.localDescription.sdp);
    } finally {
      call.isOffering = false;
    }
  }

  async function onOffer({ from, sdp }) {
    let call = calls.get(from.device);
    // Another session than before: that page was loaded again, or has joined again.
    const isNew = !call || (call.pc.remoteDescription && sessionOf(call.pc.remoteDescription.sdp) !== sessionOf(sdp));
    // Both offer at once when both are newcomers, too, such as after a restart of the server.
    const isBusy = call && !isNew && (call.isOffering || call.pc.signalingState !== 'stable');
    if ((isBusy || offers.has(from.user)) && !room.isPolite(from)) return; // our own offer goes first
    withdraw(from.user);
    if (isNew) call = adopt(from, newConnection());
    await call.pc.setRemoteDescription({ type: 'offer', sdp });
    await call.pc.setLocalDescription();
    room.sendAnswer(from, call.pc.localDescription.sdp);
  }

  async function onAnswer({ from, sdp }) {
    const offer = offers.get(from.user);
    if (calls.get(from.device)?.pc.signalingState === 'have-local-offer') {
      await calls.get(from.device).pc.setRemoteDescription({ type: 'answer', sdp });
    } else if (offer) {
      offers.delete(from.user);
      const { pc } = adopt(from, offer.pc, offer.candidates);
      await pc.setRemoteDescription({ type: 'answer', sdp });
    } else await offerTo(from); // a further device: it gets a connection of its own
  }

  async function onCandidate({ from, candidate }) {
    // One of a connection that was replaced meanwhile is of no use.
    await calls
      .get(from.device)
      ?.pc.addIceCandidate(JSON.parse(candidate))
      .catch(() => undefined);
  }

  /** Nobody was there to hear a signal: the device, or everyone of that user, has left. */
  function onUnavailable({ to }) {
    if (to.device === undefined) withdraw(to.user);
    else if (calls.has(to.device)) hangUp(calls.get(to.device));
  }

  /** One device of the user has come, perhaps again, and will offer. An offer that it never heard must not stand in the way. */
  function onJoined({ user }) {
    withdraw(user);
  }

  function onLeft({ user }) {
    withdraw(user);
    for (const call of [...calls.values()].filter(({ peer }) => peer.user === user)) hangUp(call);
  }

  function hangUp({ peer, pc }) {
    pc.close();
    calls.delete(peer.device);
    onPeer(peer);
  }

  // What arrives is worked off in its order: a candidate never overtakes its offer.
  let last = Promise.resolve();
  const inOrder = (work) => (event) => (last = last.then(() => work(event)).catch(onProblem));
  const hear = (type, work) => room.on(type, inOrder(work));
  hear('offer', onOffer);
  hear('answer', onAnswer);
  hear('candidate', onCandidate);
  hear('unavailable', onUnavailable);
  hear('peer-joined', onJoined);
  hear('peer-left', onLeft);
  hear('rejoined', ({ peers }) => Promise.all(peers.map((user) => offerTo({ user }))));
  room.on('end', () => {
    [...offers.keys()].forEach(withdraw);
    [...calls.values()].forEach(hangUp);
  });
  inOrder(() => Promise.all(room.peers.map((user) => offerTo({ user }))))();
  return { connections: () => [...calls.values()] };
}

/** The number in a session description that stays as long as its RTCPeerConnection. */
const sessionOf = (sdp) => /^o=\S+ (\S+)/m.exec(sdp)?.[1];
