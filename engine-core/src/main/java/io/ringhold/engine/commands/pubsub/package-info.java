/** The handlers of channels and patterns: subscribing, publishing, and PUBSUB, which looks at who has subscribed. */
package io.ringhold.engine.commands.pubsub;
