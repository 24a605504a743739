package vectors

import (
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
)

type queueQuestion struct {
	CurrentReplicas int32   `json:"currentReplicas"`
	QueueLength     int64   `json:"queueLength"`
	PerReplica      int64   `json:"perReplica"`
	Tolerance       float64 `json:"tolerance"`
}

// queueMetrics answers with the length of a queue, in thousandths as every external metric.
type queueMetrics struct {
	fakeMetrics
	length int64
}

func (q *queueMetrics) GetExternalMetric(string, string, labels.Selector) ([]int64, time.Time, error) {
	return []int64{q.length * 1000}, time.Now(), nil
}

func decideQueue(t *testing.T, q queueQuestion) answer {
	calculator := podautoscaler.NewReplicaCalculator(&queueMetrics{length: q.QueueLength}, nil, 0, 0)
	desired, _, _, err := calculateExternal(calculator, q.CurrentReplicas, q.PerReplica*1000, "queue", tolerances{q.Tolerance, q.Tolerance}, namespace, &metav1.LabelSelector{})
	if err != nil {
		t.Fatal(err)
	}
	return answer{Desired: &desired}
}

// queue is biased towards the edges of the tolerance, and towards queues that are empty or far too long.
func (r random) queue() queueQuestion {
	question := queueQuestion{
		CurrentReplicas: int32(r.between(1, 60)),
		PerReplica:      r.between(1, 20),
		Tolerance:       oneOf(r, 0.1, 0.1, 0.1, 0, 0.05, 0.5),
	}
	even := int64(question.CurrentReplicas) * question.PerReplica
	question.QueueLength = oneOf(r,
		even, even*11/10, even*11/10+1, even*9/10, max(0, even*9/10-1),
		r.between(0, even*3), r.between(0, even*3), 0, 1, r.between(0, 5_000_000_000_000))
	return question
}
