package io.concord.server.service;

import io.concord.core.command.Outcome;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;

/** Makes the keys that sign Concord's own tokens, and the tokens. */
public interface TokenMint {
    /** A key as the state has it: its public half, and the other one sealed. */
    record NewKey(TokenId id, String publicKey, String sealedKey) {
        @Override
        public String toString() {
            return "NewKey[" + id + "]";
        }
    }

    /**
     * A new key.
     *
     * @throws RequestFailure {@link io.concord.core.protocol.ErrorCode#CONFLICT} if this node cannot seal it
     */
    NewKey newKey();

    /**
     * Goes through if this node can sign with the key.
     *
     * @throws RequestFailure {@link io.concord.core.protocol.ErrorCode#CONFLICT} otherwise
     */
    void requireUse(SigningKey key);

    /**
     * The token; of one that is recorded, and to be shown to nobody but whoever asked for it.
     *
     * @throws RequestFailure {@link io.concord.core.protocol.ErrorCode#CONFLICT} if this node cannot sign with the key
     */
    String sign(SigningKey key, TokenBearer bearer, Outcome.TokenRecorded recorded);
}
