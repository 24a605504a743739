// Package vectors asks the autoscaler of Kubernetes itself what it decides, on random inputs in the format that
// `attest replay autoscaler` reads, and writes question and answer side by side. See README.md.
package vectors

import (
	"bufio"
	"encoding/json"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
)

// One line of the output.
type vector struct {
	In  any    `json:"in"`
	Out answer `json:"out"`
}

type answer struct {
	Desired        *int32  `json:"desired,omitempty"`
	Utilization    *int32  `json:"utilization,omitempty"`
	RawUtilization *int64  `json:"rawUtilization,omitempty"`
	Error          string  `json:"error,omitempty"`
	Replicas       []int32 `json:"replicas,omitempty"`
}

func number(t *testing.T, name string, otherwise int) int {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	value, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return value
}

// TestWriteVectors writes replicas.jsonl and timelines.jsonl. Time inside a synctest bubble is fake, so that the unmodified
// controller, which asks time.Now(), decides every 15 s sharp without anybody waiting.
func TestWriteVectors(t *testing.T) {
	random := newRandom(uint64(number(t, "SEED", 1)))
	write(t, "replicas.jsonl", number(t, "REPLICAS", 600), func() vector {
		question := random.replicas()
		var out answer
		synctest.Test(t, func(t *testing.T) { out = decideReplicas(t, question) })
		return vector{question, out}
	})
	write(t, "timelines.jsonl", number(t, "TIMELINES", 300), func() vector {
		question := random.timeline()
		controller := newController(t, question)
		var out answer
		synctest.Test(t, func(t *testing.T) { out = controller.run(t) })
		return vector{question, out}
	})
}

// TestWriteQueueVectors writes queue.jsonl.
func TestWriteQueueVectors(t *testing.T) {
	random := newRandom(uint64(number(t, "SEED", 1)))
	write(t, "queue.jsonl", number(t, "QUEUES", 400), func() vector {
		question := random.queue()
		return vector{question, decideQueue(t, question)}
	})
}

func write(t *testing.T, name string, count int, next func() vector) {
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	buffer := bufio.NewWriter(file)
	defer buffer.Flush()
	encoder := json.NewEncoder(buffer)
	for range count {
		if err := encoder.Encode(next()); err != nil {
			t.Fatal(err)
		}
	}
}
