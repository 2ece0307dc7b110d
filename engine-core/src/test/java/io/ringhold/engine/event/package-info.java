/** Tests of what those who watch keys are told. */
package io.ringhold.engine.event;
